/** What became of a line, or of one of several links in it. */
export interface Line {
    /** As it was written. */
    line: string
    /** "over": a link, but one more than are compared at once. */
    what: "link" | "twice" | "over" | "none"
    url: string | null
}

/** So many links are compared at once. */
export const MOST_LINKS = 10
/** And so many texts. */
export const MOST_TEXTS = 20

const FULL = /https?:\/\/[^\s<>"'\]]+/gi
// "example.org/news/1", as browsers show an address; a dot within words alone ("U.S.") is none
const BARE = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?(?:\/[^\s<>"'\]]*)?$/u

/** The links in what somebody pasted: a line each, in a list, in brackets, or without `https://`. Only http and https. */
export function recognise(pasted: string): Line[] {
    const found: Line[] = []
    const seen = new Set<string>()
    let links = 0
    for (const line of pasted.split(/\r?\n/).map((one) => one.trim()).filter(Boolean)) {
        const urls = within(line)
        if (urls.length === 0) found.push({ line, what: "none", url: null })
        for (const url of urls) {
            const what = seen.has(url) ? "twice" : links >= MOST_LINKS ? "over" : "link"
            if (what === "link") links += 1
            seen.add(url)
            found.push({ line: urls.length > 1 ? url : line, what, url })
        }
    }
    return found
}

/** The address that a link leads to, where it is one of the web; null of all else. */
export function webAddress(text: string | null | undefined): string | null {
    if (!text) return null
    try {
        const url = new URL(text)
        return (url.protocol === "http:" || url.protocol === "https:") && url.hostname ? url.href : null
    } catch {
        return null
    }
}

function within(line: string): string[] {
    const full = (line.match(FULL) ?? []).map(trimmed)
    const bare = line.split(/[\s,;]+/).map((one) => trimmed(one.replace(/^[-*•–(<]+/, ""))).filter((one) => BARE.test(one))
    const found = full.length > 0 ? full : bare.filter((one) => one.includes("/")).length > 0 || bare.length === 1 && bare[0] === line
        ? bare.map((one) => `https://${one}`)
        : []
    return found.map(webAddress).filter((one) => one !== null)
}

// A full stop or a bracket after a link belongs to the sentence around it, unless the bracket is opened in the link.
function trimmed(link: string): string {
    let found = link.replace(/[.,;:!?…»”’>]+$/u, "")
    while (found.endsWith(")") && found.split("(").length < found.split(")").length) found = found.slice(0, -1)
    return found.replace(/[.,;:!?…]+$/u, "")
}
