import type { ComponentChildren } from "preact"
import { t } from "../i18n"
import { LinkIcon } from "./icons"
import { webAddress } from "./links"

/** A link to a page of the web, in a tab of its own; the words alone where the address is none of the web's. */
export function Outside({ url, children }: { url: string | null; children?: ComponentChildren }) {
    const safe = webAddress(url)
    const words = children ?? (safe ? new URL(safe).hostname.replace(/^www\./, "") : url)
    if (!safe) return <>{words}</>
    return (
        <a class="outside" href={safe} target="_blank" rel="noopener noreferrer">
            {words} <LinkIcon size={14} />
            <span class="unseen"> ({t("outside.tab")})</span>
        </a>
    )
}
