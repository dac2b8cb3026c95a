# One image for the gateway, workers and the migration.
FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY patches ./patches
COPY scripts/patch-dependencies.ts ./scripts/
# The install script of the optional native engine (for GPU workers) downloads it now, while the build has network access.
RUN npm ci --omit=dev

FROM dependencies AS dashboard
RUN npm ci
COPY vite.config.ts ./
COPY scripts/dashboard ./scripts/dashboard
COPY src/dashboard ./src/dashboard
COPY tsconfig.json ./
RUN npm run build:dashboard

FROM node:20-bookworm-slim
# OpenBLAS makes matrix products of workers without a GPU two to three times as fast. The base image has prlimit (util-linux).
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
# The container runs as a user without write access to this folder, so the sources are compiled now.
RUN node bin/build.js
RUN useradd --system --create-home --home-dir /var/lib/aias aias
USER aias
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# tini reaps the orphans of sandboxed processes, which Node would have to do as process 1.
ENTRYPOINT ["tini", "--", "node", "bin/aias.js"]
CMD ["gateway"]
