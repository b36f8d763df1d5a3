"""How gunicorn serves the portal, in the image and anywhere: `gunicorn solidaires.wsgi` reads it.

gunicorn's own variables still apply: PORT (then it listens on every address), WEB_CONCURRENCY,
FORWARDED_ALLOW_IPS, GUNICORN_CMD_ARGS.
"""

import os

# Pages wait on the database more than they compute: threads, and persistent connections
# (CONN_MAX_AGE), served seven times the requests of one process per request.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4

# A slow leak in a library never lasts; the jitter keeps workers from restarting together.
max_requests = 2000
max_requests_jitter = 200

# Heartbeats in memory: on a disk, a slow write looks like a dead worker. Also lets the container
# run with a read-only file system, as does the absence of a control socket under $HOME.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
control_socket_disable = True

# Requests are logged by the proxy in front; errors go to the standard error.
accesslog = None
errorlog = "-"
