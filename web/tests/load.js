import { runnerImport } from "vite"

/** A module of the page, as the build would read it. */
export async function load(path) {
    const { module } = await runnerImport(new URL(`../src/${path}`, import.meta.url).pathname, {
        configFile: false,
        logLevel: "error",
    })
    return module
}
