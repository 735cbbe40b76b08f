/** Builds one example, named by the environment: `EXAMPLE=react vite build -c demo/frameworks/vite.config.mjs`. */
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";

const name = process.env.EXAMPLE ?? "react";

/** What each framework needs in a project of yours, and nothing for the element but one line of Vue's. */
const plugins = {
  react: () => [],
  // Vue would look for a component of its own under this name.
  vue: () => [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "web-terminal" } } })],
  svelte: () => [svelte({ configFile: false })],
};

/** The settings for one example. */
export const settingsFor = (example, outDir) => ({
  root: fileURLToPath(new URL(`${example}/`, import.meta.url)),
  // Served from any folder.
  base: "./",
  configFile: false,
  plugins: plugins[example](),
  esbuild: { jsx: "automatic" },
  build: { outDir, emptyOutDir: true },
});

export default settingsFor(name, fileURLToPath(new URL(`../../.cache/frameworks/${name}/`, import.meta.url)));
