FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[all]'

FROM python:3.12-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels 'dedup-news[all]' && rm -r /wheels \
 && useradd --create-home dedup
USER dedup
WORKDIR /home/dedup
# compiled once here, so that no container has to
RUN dedup info --compile
ENTRYPOINT ["dedup"]
