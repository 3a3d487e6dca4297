import { effect, signal } from "@preact/signals"

export const THEMES = ["system", "light", "dark"] as const
export type Theme = (typeof THEMES)[number]

const KEPT = "tellings.theme"
const kept = localStorage.getItem(KEPT)

/** How the page looks; kept for the next time. */
export const theme = signal<Theme>(THEMES.find((one) => one === kept) ?? "system")

effect(() => {
    document.documentElement.dataset.theme = theme.value
    localStorage.setItem(KEPT, theme.value)
})
