FROM node:24.11.1-slim AS build
WORKDIR /planwright
COPY package.json package-lock.json ./
COPY packages/github-sandbox/package.json packages/github-sandbox/
COPY packages/planwright-mcp/package.json packages/planwright-mcp/
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
# The server alone: neither the playground nor the Action's bundle is of use here.
RUN npx tsc --project tsconfig.build.json

FROM node:24.11.1-slim
WORKDIR /planwright
# Probot listens on localhost unless told otherwise, and nothing outside the container reaches that.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
# Without a limit Node lets garbage grow as far as the machine's memory allows. The processes that read plans have their own.
ENV NODE_OPTIONS="--max-old-space-size=256 --max-semi-space-size=4"
# glibc gives each thread heaps of its own and returns little of them: after hundreds of large texts that was two fifths of the memory.
ENV MALLOC_ARENA_MAX=2
COPY package.json package-lock.json ./
COPY packages/github-sandbox/package.json packages/github-sandbox/
COPY packages/planwright-mcp/package.json packages/planwright-mcp/
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY --from=build /planwright/dist ./dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1, so that SIGTERM reaches it: npm would not pass the signal on.
CMD ["node", "dist/server.js"]
