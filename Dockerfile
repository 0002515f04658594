# The image holds one static file and a folder for data: no shell, no package manager, nobody's root.
# `make image` builds it. Without Docker, `make static` makes the same file.
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN make static
# A scratch image has no folders: /data for the database, /tmp for SQLite's and the workbooks' temporary files.
RUN mkdir -p /owned/data /owned/tmp /fixed/etc && chmod 700 /owned/data /owned/tmp \
 && echo 'vigil:x:65532:65532:vigil:/data:/sbin/nologin' > /fixed/etc/passwd \
 && echo 'vigil:x:65532:' > /fixed/etc/group

FROM scratch
COPY --from=build /fixed/ /
COPY --from=build --chown=65532:65532 /owned/ /
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /src/LICENSE /licenses/LICENSE
COPY --from=build /src/questionnaires/LICENSE /licenses/questionnaires-LICENSE
COPY --from=build /src/bin/vigil-static /vigil
USER 65532:65532
VOLUME /data
WORKDIR /data
ENV VIGIL_ADDR=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s CMD ["/vigil", "health"]
ENTRYPOINT ["/vigil"]
CMD ["serve"]
