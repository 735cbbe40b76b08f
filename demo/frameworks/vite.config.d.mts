import type { InlineConfig } from "vite";

/** The settings for one example. */
export function settingsFor(example: "react" | "vue" | "svelte", outDir: string): InlineConfig;

declare const settings: InlineConfig;
export default settings;
