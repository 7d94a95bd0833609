# The workflow engine: the internal API and the Temporal worker. It carries no embedded model: set LLM_MODEL.
# Build it from the root of the repository: docker build -f docker/workflow-engine.Dockerfile -t ai-workflows/workflow-engine:0.1.0 .

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json nest-cli.json ./
COPY apps apps
COPY libs libs
COPY tools tools
# The base image brings Node, so the copies that npm scripts use elsewhere go with the development packages.
RUN node tools/setup/build.mjs \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/node-linux-*

FROM node:24-slim
# Temporal's native client reads the system's certificates when it connects over TLS.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production DATA_DIR=/data NODE_COMPILE_CACHE=/home/node/compile-cache MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist/workflow-engine dist/workflow-engine
USER node
# What Node compiles is kept for the user and the flags it was compiled with, so that a start need not do it again.
RUN ["node", "--max-semi-space-size=16", "--enable-source-maps", "-e", "require('./dist/workflow-engine/apps/workflow-engine/src/app.module.js'); process.exit()"]
EXPOSE 8002
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WORKFLOW_SERVICE_PORT || 8002}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "--enable-source-maps", "dist/workflow-engine/apps/workflow-engine/src/main.js"]
