"""Staff sign-in and everything about one's own account, at /staff/."""

from django.urls import path

from dingxin.accounts.views import enter, mine, passphrase

app_name = "accounts"

urlpatterns = [
    path("sign-in/", enter.sign_in, name="sign_in"),
    path("demo/", enter.demo_sign_in, name="demo"),
    path("second-factor/", enter.second_factor, name="second_factor"),
    path("second-factor/new/", enter.enrol, name="enrol"),
    path("recovery/", enter.recovery, name="recovery"),
    path("unlock/", enter.unlock, name="unlock"),
    path("lock/", enter.lock, name="lock"),
    path("sign-out/", enter.sign_out, name="sign_out"),
    path("passphrase/", passphrase.passphrase, name="passphrase"),
    path("settings/", mine.my_settings, name="settings"),
    path("settings/second-factor/", mine.new_device, name="new_device"),
    path("settings/recovery/", mine.prove, name="prove"),
    path("settings/sessions/end/", mine.end_session, name="end_session"),
]
