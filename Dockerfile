# The image holds one static file and a folder for data: no shell, no package manager, nobody's root.
# `make image` builds it. Without Docker, `make static` makes the same file.
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN make static
# A scratch image has no folders: /data for the database, /tmp for SQLite's and the workbooks' temporary files.
RUN mkdir -p /root-of-image/data /root-of-image/tmp /root-of-image/etc \
 && chmod 1777 /root-of-image/tmp && chmod 700 /root-of-image/data \
 && chown 65532:65532 /root-of-image/data \
 && echo 'vigil:x:65532:65532:vigil:/data:/sbin/nologin' > /root-of-image/etc/passwd \
 && echo 'vigil:x:65532:' > /root-of-image/etc/group

FROM scratch
COPY --from=build /root-of-image/ /
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /src/LICENSE /licenses/LICENSE
COPY --from=build /src/questionnaires/LICENSE /licenses/questionnaires-LICENSE
COPY --from=build /src/bin/vigil-static /vigil
USER 65532:65532
VOLUME /data
WORKDIR /data
ENTRYPOINT ["/vigil"]
