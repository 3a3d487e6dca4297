import type { Moment } from "../../api/types"
import { inUtc, moment } from "../../parts/moment"
import { shortly, zoneOf } from "./clock"
import { useShown } from "./show"

/** A moment by the clocks of the incident's place, in few letters; the year, the reader's clock and that of Greenwich are
 * its title. */
export function ShortMoment({ at }: { at: Moment }) {
    const zone = zoneOf(useShown().model.view.incident.places)
    const utc = inUtc(at)
    return (
        <time dateTime={at} title={utc ? `${moment(at)} (${utc})` : moment(at)}>
            {shortly(at, zone)}
        </time>
    )
}
