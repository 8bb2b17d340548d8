"""Staff sign-in and everything about one's own account, at /staff/."""

from django.urls import path

from dingxin.accounts.views import enter, factor, mine, mine_factor, passphrase

app_name = "accounts"

urlpatterns = [
    path("sign-in/", enter.sign_in, name="sign_in"),
    path("demo/", enter.demo_sign_in, name="demo"),
    path("second-factor/", factor.second_factor, name="second_factor"),
    path("second-factor/new/", factor.enrol, name="enrol"),
    path("second-factor/challenge/", factor.challenge, name="challenge"),
    path("recovery/", enter.recovery, name="recovery"),
    path("unlock/", enter.unlock, name="unlock"),
    path("lock/", enter.lock, name="lock"),
    path("sign-out/", enter.sign_out, name="sign_out"),
    path("passphrase/", passphrase.passphrase, name="passphrase"),
    path("settings/", mine.my_settings, name="settings"),
    path("settings/second-factor/", mine.new_device, name="new_device"),
    path("settings/second-factor/confirm/", mine_factor.confirm, name="confirm"),
    path("settings/second-factor/key/", mine_factor.new_key, name="new_key"),
    path("settings/second-factor/challenge/", mine_factor.challenge, name="my_challenge"),
    path("settings/second-factor/<int:number>/remove/", mine_factor.remove, name="remove_factor"),
    path("settings/recovery/", mine.prove, name="prove"),
    path("settings/sessions/end/", mine.end_session, name="end_session"),
]
