import type { Filters } from "../../api/types"
import { t } from "../../i18n"
import { day } from "../../parts/moment"
import { kindName, number } from "../../parts/words"
import { phrases } from "./filters"

/** Filters as the reader's language says them, a phrase each; "all incidents" where there are none. */
export function filtersInWords(filters: Filters): string[] {
    const said = phrases(filters, { kind: kindName, state: (state) => t(`state.${state}`), day, number }).map(
        ({ message, values }) => t(message, values),
    )
    return said.length > 0 ? said : [t("lists.says.all")]
}

/** Filters as a list of phrases. */
export function FilterWords({ of }: { of: Filters }) {
    return (
        <ul class="phrases">
            {filtersInWords(of).map((one) => (
                <li>
                    <bdi>{one}</bdi>
                </li>
            ))}
        </ul>
    )
}
