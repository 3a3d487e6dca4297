export { useMedia } from "../../parts/media"

/** A phone, or paper: what is wide there becomes long. */
export const NARROW = "(max-width: 760px), print"
export const PRINT = "print"
