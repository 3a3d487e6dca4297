// What is pure in the page: filters in an address, bars of a timeline, values and moments in words. Vite reads the
// TypeScript, as it does for the page.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { createServer } from "vite"

let vite
const load = (path) => vite.ssrLoadModule(path)

before(async () => {
    vite = await createServer({ server: { middlewareMode: true, ws: false }, appType: "custom", logLevel: "error" })
})
after(() => vite.close())

test("filters survive their address", async () => {
    const { read, written, active, without } = await load("/src/views/overview/filters.ts")
    const filters = { kind: "fire", voices: 3, lat: 48.5, lon: 37, radius: 120, pinned: true, order: "articles" }
    const address = written(filters)
    const query = Object.fromEntries(new URLSearchParams(address.slice(2)))
    assert.deepEqual(read(query), filters)
    assert.deepEqual(active(filters), ["kind", "voices", "area", "pinned"])
    assert.deepEqual(active(without(filters, "area")), ["kind", "voices", "pinned"])
    assert.equal(written({}), "/")
})

test("an address that was mistyped shows what it still means", async () => {
    const { read } = await load("/src/views/overview/filters.ts")
    assert.deepEqual(read({ state: "odd", voices: "many", order: "day", kind: "fire", pinned: "no" }), { kind: "fire" })
})

test("few days over many years are drawn as years", async () => {
    const { bins, iso, last } = await load("/src/views/overview/bins.ts")
    const line = {
        by: "day",
        undated: 0,
        bins: [
            { start: "1988-07-03", counts: { single: 1 } },
            { start: "2019-04-21", counts: { contested: 1, agreed: 2 } },
            { start: "2019-06-16", counts: { contested: 1 } },
        ],
    }
    const years = bins(line, 200)
    assert.equal(years.by, "year")
    assert.deepEqual(
        years.all.map((bin) => [iso(bin.start), last(bin), bin.total]),
        [
            ["1988-01-01", "1988-12-31", 1],
            ["2019-01-01", "2019-12-31", 4],
        ],
    )
    assert.equal(bins({ ...line, bins: line.bins.slice(1) }, 200).by, "day")
    assert.deepEqual(bins({ ...line, bins: [] }, 200).all, [])
})

test("counts keep their bounds", async () => {
    const { count } = await load("/src/parts/value.tsx")
    const say = (min, max, more = {}) => count({ min, max, ...more })
    assert.equal(say(0, 0), "none")
    assert.equal(say(1200, 1200), "1,200")
    assert.equal(say(191, null), "at least 191")
    assert.equal(say(1, null), "some")
    assert.equal(say(0, 5), "at most 5")
    assert.equal(say(10, 12), "10–12")
    assert.equal(say(50, 50, { approx: true }), "about 50")
    assert.equal(say(3, 3, { delta: true }), "3 more")
})

test("times read as they were told", async () => {
    const { told, days, inUtc } = await load("/src/parts/moment.tsx")
    const time = (start, end, precision, pattern = null) => told({ start, end, precision, pattern })
    assert.equal(time("2024-12-21", "2024-12-21", "day"), "Dec 21, 2024")
    assert.equal(time("2024-12-01", "2024-12-31", "month"), "December 2024")
    assert.equal(time("2024-01-01", "2024-12-31", "year"), "2024")
    assert.equal(time(null, null, "day", "XXXX-WXX-2"), "a Tuesday")
    assert.equal(time(null, null, "day", "XXXX-12-21"), "December 21, year not told")
    assert.equal(days(["2024-12-21", null]), "Dec 21, 2024")
    assert.equal(days(["2024-02-01", "2024-02-29"]), "February 2024")
    assert.equal(days([null, null]), "")
    assert.equal(inUtc("2024-12-21T07:40"), null)
    assert.match(inUtc("2024-12-21T07:40:00+03:00"), /04:40.* UTC/)
})
