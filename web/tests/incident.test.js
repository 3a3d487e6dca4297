// What is pure in the incident's view: bounds of numbers, the hour of the sentence, looks, lineage, the cited paragraph.

import assert from "node:assert/strict"
import { after, before, beforeEach, test } from "node:test"
import { createServer } from "vite"

let vite
const load = (path) => vite.ssrLoadModule(`/src/views/incident/${path}`)

before(async () => {
    vite = await createServer({ server: { middlewareMode: true, ws: false }, appType: "custom", logLevel: "error" })
})
after(() => vite.close())

const kept = new Map()
beforeEach(() => {
    kept.clear()
    globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) }
})

const count = (min, max, approx = false) => ({ min, max, approx, delta: false })
const SCOPE = {
    of: null, target: null, place: null, weapon: null, means: null, severity: null,
    cause: null, basis: null, includes: null, per: null, period: null,
}

/** A view of two articles: one gives 3 dead by the police, the other denies it; the second copies the first. */
function view(words = "three") {
    const claim = (id, article, value, stance, voice) => ({
        id, article, incident: "i", facet: "killed", value, scope: SCOPE, text: words, span: [0, 5], in: "text", evidence: [],
        stance, origin: null, as_of: { time: "2025-03-08T09:00:00Z", from: "published" }, confidence: 1, rule: "en/x", voice,
        context: { before: "", words, after: "" },
    })
    const account = (key, url, derived_from = []) => ({
        key, id: key, title: `Title ${key}`, outlet: `${key}.example`, url, language: "en",
        published: key === "a" ? "2025-03-08T09:00:00Z" : "2025-03-08T22:30:00Z", published_from: "given", taken: null, revisions: 1,
        origin_group: "a", derived_from,
    })
    return {
        incident: {
            key: "k", id: "i", kind: "fire", title: "Fire", scope: "single", part_of: null, about: null, time: null, tellings: [],
            places: [{ name: "Genoa", within: [], country: "IT", lat: 44.4, lon: 8.9, precision: "city", bbox: null }], checks: [],
            facts: [{
                facet: "killed", scope: SCOPE, state: "contested", support: { voices: 1, texts: 1 },
                values: [
                    { value: count(3, 3), claims: ["1"], voices: ["police"] },
                    { value: count(3, 3), claims: ["2"], voices: ["mayor"] },
                ],
            }],
        },
        listed: { voices: 2, state: "contested" },
        accounts: [account("a", "https://a.example/1"), account("b", "javascript:alert(1)", [
            { article: "a", how: "cites", share: 0, passages: [], changes: [] },
            { article: "a", how: "copy", share: 0.9, passages: [], changes: [] },
        ])],
        voices: [{ name: "police", institution: "city police" }, { name: "mayor", institution: null }],
        claims: [claim("1", "a", count(3, 3), "reported", 0), claim("2", "b", count(3, 3), "denied", 1)],
        signs: [], silent: [], part_of: null, about: null, parts: [], siblings: [], statements: [], known: null,
    }
}

test("numbers keep their bounds in few letters", async () => {
    const { brief } = await load("figures.ts")
    const said = [count(57, 57), count(39, null), count(101, null), count(100, 100, true), count(10, 20), count(0, 5)].map(brief)
    assert.deepEqual(said, ["57", "≥39", ">100", "≈100", "10–20", "≤5"])
    assert.equal(brief({ ...count(3, 3), delta: true }), "+3")
})

test("a fact is known by facet and scope, as the ledger writes them", async () => {
    const { factId } = await load("model.ts")
    assert.equal(factId("killed", SCOPE), "killed")
    assert.equal(factId("injured", { ...SCOPE, severity: "critical", of: "child" }), "injured of=child severity=critical")
})

test("the hour is told by the clocks of the place, and by Greenwich with its day where that is another", async () => {
    const { asOf, zoneOf } = await load("clock.ts")
    assert.equal(zoneOf(view().incident.places), "Europe/Rome")
    assert.equal(zoneOf([{ country: "RU" }]), null)
    assert.equal(zoneOf([{ country: "IT" }, { country: "FR" }]), null)
    assert.match(asOf("2025-03-08T23:30:00Z", "Europe/Rome"), /^12:30 AM local time \(March 8, 2025, 11:30 PM UTC\) on March 9, 2025$/)
    assert.equal(asOf("2025-03-08", "Europe/Rome"), "March 8, 2025")
})

test("one sentence, and what is denied says so", async () => {
    const { modelOf, stanceOf } = await load("model.ts")
    const { known } = await load("known.ts")
    const model = modelOf(view())
    const said = known(model)
    assert.equal(said.sentence, "3 killed, by what 2 voices had said by 11:30 PM local time (10:30 PM UTC) on March 8, 2025.")
    assert.equal(said.standing, "The toll is contested.")
    assert.deepEqual(model.view.incident.facts[0].values.map((value) => stanceOf(model, value)), [null, "denied"])
})

test("each account stands under what it took most from", async () => {
    const { modelOf } = await load("model.ts")
    const { lineageOf } = await load("descent.ts")
    const { accounts, texts, institutions, roots } = lineageOf(modelOf(view()))
    assert.deepEqual([accounts, texts, institutions], [2, 1, ["city police", "mayor"]])
    assert.deepEqual(roots.map((one) => one.account.key), ["a"])
    assert.equal(roots[0].taken[0].from.how, "copy")
    assert.equal(roots[0].taken[0].also[0].how, "cites")
})

test("two that cite each other make no circle", async () => {
    const { modelOf } = await load("model.ts")
    const { lineageOf, size } = await load("descent.ts")
    const of = view()
    of.accounts[0].derived_from = [{ article: "b", how: "cites", share: 0, passages: [], changes: [] }]
    assert.equal(lineageOf(modelOf(of)).roots.reduce((sum, root) => sum + size(root), 0), 2)
})

test("what articles say is text in markup and in a spreadsheet", async () => {
    const { modelOf } = await load("model.ts")
    const { known } = await load("known.ts")
    const { cited, table } = await load("cite.ts")
    const model = modelOf(view('=cmd("<img src=x>")'))
    model.view.accounts[0].title = "<script>alert(1)</script>"
    const { html, text } = cited(model, known(model))
    assert.ok(!html.includes("<script") && !html.includes("javascript:"))
    assert.ok(html.includes('href="https://a.example/1"') && text.includes("https://a.example/1"))
    assert.ok(table(model).includes(`"'=cmd(""<img src=x>"")"`))
})

test("who comes back after a while sees what came since; a reload takes nothing away", async () => {
    const { look, seen } = await load("look.ts")
    assert.equal(look("i", new Date("2025-03-08T09:00:00Z")), null)
    assert.equal(look("i", new Date("2025-03-08T15:00:00Z")), "2025-03-08T09:00:00.000Z")
    assert.equal(look("i", new Date("2025-03-08T15:10:00Z")), "2025-03-08T09:00:00.000Z")
    seen("i", new Date("2025-03-08T15:11:00Z"))
    assert.equal(look("i", new Date("2025-03-08T15:12:00Z")), "2025-03-08T15:11:00.000Z")
    kept.set("tellings.looks", "not JSON")
    assert.equal(look("i", new Date("2025-03-09T09:00:00Z")), null)
})

test("a long silence is drawn shorter, and marked", async () => {
    const { axisOf } = await load("time-axis.ts")
    const hour = 3_600_000
    const close = axisOf([0, hour, 2 * hour, 8 * hour], [0, 800], "UTC")
    assert.equal(close.breaks.length, 0)
    const far = axisOf([0, hour, 2 * hour, 9000 * hour], [0, 800], "UTC")
    assert.equal(far.breaks.length, 1)
    assert.ok(far.x(2 * hour) > 200 && far.x(9000 * hour) === 800)
})
