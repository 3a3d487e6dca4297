import type { Key, Told } from "../../api/types"
import { t } from "../../i18n"
import { tongueOf } from "./model"
import { useOpened, useShown } from "./show"

/** How something is said, where it is not simply told. */
export function StanceMark({ stance }: { stance: Told["stance"] | null }) {
    if (stance === null || stance === "asserted" || stance === "reported") return null
    return <span class={`stance ${stance}`}>{t(`stance.${stance}`)}</span>
}

interface Props {
    /** The claims of these words: one, or several accounts' with the same. */
    claims: Told[]
    /** What a screen reader is told before the words: which voice, which outlet. */
    by?: string
}

/** Words of accounts as they stand; pressing shows where. */
export function Words({ claims, by }: Props) {
    const { model, open } = useShown()
    const keys: Key[] = claims.map((claim) => claim.id)
    const isOpen = useOpened(keys)
    const [first] = claims
    if (!first) return null
    return (
        <button
            type="button"
            class={`words ${first.stance}`}
            aria-expanded={isOpen}
            data-claim={first.id}
            onClick={() => open(keys)}
        >
            {by && <span class="unseen">{by}: </span>}
            <q {...tongueOf(model.accounts.get(first.article)?.language)}>{first.text}</q>
            <StanceMark stance={first.stance} />
        </button>
    )
}

/** Claims with the same words, told the same way, as one. */
export function sameWords(claims: Told[]): Told[][] {
    const found = new Map<string, Told[]>()
    for (const claim of claims) {
        const key = `${claim.stance} ${claim.text.toLowerCase()}`
        const group = found.get(key)
        if (group) group.push(claim)
        else found.set(key, [claim])
    }
    return [...found.values()]
}
