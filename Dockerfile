FROM node:24-bookworm-slim

WORKDIR /opt/parley
COPY package.json package-lock.json ./
# Bun comes with the packages; its install script puts the right one for this machine in place.
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY src ./src
COPY web ./web
COPY docs ./docs
COPY LICENSE README.md ./

ENV HOST=0.0.0.0 \
    PORT=3000 \
    PARLEY_DATA_DIR=/data
RUN mkdir /data && chown node:node /data && chmod 700 /data
VOLUME /data
USER node
EXPOSE 3000

HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]

# Signals go straight to the program: it says goodbye to everybody before it ends.
ENTRYPOINT ["node_modules/.bin/bun", "src/main.ts"]
CMD ["serve"]
