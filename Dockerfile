FROM node:24-slim

ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    TZ=Asia/Ho_Chi_Minh

WORKDIR /app

# Manifests first: the layer with the packages is rebuilt only when they change.
COPY package.json package-lock.json .npmrc ./
COPY src/zalo-oa-sdk/package.json src/zalo-oa-sdk/package.json
COPY src/zalo-emulator/package.json src/zalo-emulator/package.json
# No package of production has an install script; ours needs the sources, which come later.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

COPY content content
COPY flows flows
COPY src src
# What npm's postinstall does elsewhere: the first start is quick and lean, also on a read-only root.
RUN node src/warm-cache.mjs

# The only folders that are written to: everything else may be mounted read-only. /files is what several servers share,
# where FILES_DIR names it.
RUN mkdir /data /files && chown node:node /data /files
USER node
VOLUME /data
EXPOSE 3000

HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "--v8-pool-size=1", "--max-semi-space-size=32", "--heap-growing-percent=100", "--max-old-space-size=256", "--import", "./src/preflight.mjs", "src/main.ts"]
