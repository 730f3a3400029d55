# The api and the worker share one image and differ in the command. The native part of Temporal's SDK needs
# Debian's glibc.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# Compiles the sources, and bundles the workflows for the sandbox of Temporal's SDK.
RUN npm run build
# Fetches the fonts of Chinese, Japanese and Korean for documents.
RUN npm run fonts:cjk -- /app/fonts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY --from=build /app/dist dist
COPY --from=build /app/fonts fonts
ENV CJK_FONTS=/app/fonts
USER node
CMD ["node", "dist/api/main.js"]
