// The browser's formats, each made once: making one takes longer than using it a hundred times.

const made = new Map<string, unknown>()

function once<T>(what: string, locales: string | string[], options: object, make: () => T): T {
    const key = `${what} ${locales} ${JSON.stringify(options)}`
    let found = made.get(key) as T | undefined
    if (!found) made.set(key, (found = make()))
    return found
}

export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    once("date", locale, options, () => new Intl.DateTimeFormat(locale, options))

export const numberFormat = (locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
    once("number", locale, options, () => new Intl.NumberFormat(locale, options))

export const displayNames = (locales: string[], options: Intl.DisplayNamesOptions): Intl.DisplayNames =>
    once("names", locales, options, () => new Intl.DisplayNames(locales, options))
