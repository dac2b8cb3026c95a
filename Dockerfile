# Aias: one image for gateway, worker and migration.
FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY patches ./patches
COPY scripts/patch-dependencies.ts ./scripts/
# For the GPU worker, which has network at build time: the optional native engine is fetched by its install script.
RUN npm ci --omit=dev

FROM dependencies AS dashboard
RUN npm ci
COPY vite.config.ts ./
COPY src/dashboard ./src/dashboard
COPY tsconfig.json ./
RUN npm run build:dashboard

FROM node:20-bookworm-slim
# OpenBLAS: matrix products of workers without a GPU, two to three times as fast. prlimit (util-linux) is in the image already.
RUN apt-get update && apt-get install -y --no-install-recommends libopenblas0-pthread tini && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    AIAS_DATA_DIR=/var/lib/aias \
    AIAS_HOST=0.0.0.0
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY migrations ./migrations
COPY src ./src
COPY --from=dashboard /app/dist ./dist
# The container runs as a user who may write nothing here, so the sources are compiled now.
RUN node bin/build.js
RUN useradd --system --create-home --home-dir /var/lib/aias aias
USER aias
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# As process 1 it would have to bury the processes that its sandboxed ones leave behind.
ENTRYPOINT ["tini", "--", "node", "bin/aias.js"]
CMD ["gateway"]
