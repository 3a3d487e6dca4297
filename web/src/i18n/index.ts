import { signal } from "@preact/signals"
import { IntlMessageFormat } from "intl-messageformat"

/** The languages of the page, each with a folder of messages: a file a view. */
export const LANGUAGES = ["en", "uk", "it"] as const
export type Interface = (typeof LANGUAGES)[number]

type Messages = Record<string, string>

const english = gathered(import.meta.glob<Messages>("./en/*.json", { eager: true, import: "default" }))
const others: Record<Exclude<Interface, "en">, () => Promise<Messages>> = {
    uk: () => import("./uk").then((m) => m.default),
    it: () => import("./it").then((m) => m.default),
}

export function gathered(files: Record<string, Messages>): Messages {
    return Object.assign({}, ...Object.values(files))
}

const KEPT = "tellings.language"

/** The page's language. */
export const language = signal<Interface>("en")
/** The reader's locale for dates and numbers: the browser's, where it is of the page's language. */
export const locale = signal<string>("en")
const messages = signal<Messages>(english)
let made = new Map<string, IntlMessageFormat>()

/** Sets the page's language, and keeps it. */
export async function speak(wanted: Interface): Promise<void> {
    const found = wanted === "en" ? english : { ...english, ...(await others[wanted]()) }
    made = new Map()
    messages.value = found
    language.value = wanted
    locale.value = navigator.languages.find((one) => one.split("-")[0] === wanted) ?? wanted
    document.documentElement.lang = wanted
    localStorage.setItem(KEPT, wanted)
}

/** The language that was kept, or the first of the browser's that the page speaks. */
export function preferred(): Interface {
    const wanted = [localStorage.getItem(KEPT), ...navigator.languages.map((one) => one.split("-")[0])]
    return LANGUAGES.find((one) => one === wanted.find((w) => LANGUAGES.some((l) => l === w))) ?? "en"
}

/** A message in the page's language (ICU MessageFormat); its name where there is none. */
export function t(name: string, values?: Record<string, string | number | Date>): string {
    const text = messages.value[name]
    if (text === undefined) return name
    if (!values) return text
    let format = made.get(name)
    if (!format) made.set(name, (format = new IntlMessageFormat(text, locale.value)))
    return String(format.format(values))
}

/** Whether there is such a message. */
export function has(name: string): boolean {
    return messages.value[name] !== undefined
}
