# The portal as it runs in production: two stages, so that neither pip nor a compiler ships.

FROM python:3.12-slim-bookworm AS construction
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.txt .
RUN pip install --require-hashes --only-binary=:all: -r requirements.txt \
    && pip uninstall --yes pip
WORKDIR /portail
COPY . .
# Hashed, compressed, immutable. The development flag only stands for the secrets of the
# environment, which a build must not know.
RUN SOLIDAIRES_DEV=1 SOLIDAIRES_SANS_DEBUG=1 python manage.py collectstatic --no-input


FROM python:3.12-slim-bookworm
RUN groupadd --gid 10001 portail \
    && useradd --uid 10001 --gid portail --no-create-home --shell /usr/sbin/nologin portail \
    && install --directory --owner=portail --group=portail /media
COPY --from=construction /opt/venv /opt/venv
COPY --from=construction /portail /portail
WORKDIR /portail
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/media \
    PORT=8000
USER portail
VOLUME /media
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["python", "-m", "outils.sante"]
# Workers, threads and the rest: gunicorn.conf.py.
CMD ["gunicorn", "solidaires.wsgi"]
