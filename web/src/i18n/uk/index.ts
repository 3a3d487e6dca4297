import { gathered } from ".."

export default gathered(import.meta.glob("./*.json", { eager: true, import: "default" }))
