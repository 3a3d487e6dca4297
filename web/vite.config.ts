import preact from "@preact/preset-vite"
import { defineConfig } from "vite"

// `npm run dev` shows the page with what `tellings serve` on its usual port answers.
export default defineConfig({
    plugins: [preact()],
    build: {
        target: "es2022",
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
    },
    server: { proxy: { "/api": "http://127.0.0.1:8377" } },
})
