"""What a worker of ``serve`` loads: the application, with the tick thread beside it."""

import threading

from dingxin.config import tick
from dingxin.config.wsgi import application

__all__ = ["application"]

_stop = threading.Event()
threading.Thread(target=tick.loop, args=(_stop,), name="dingxin-tick", daemon=True).start()
