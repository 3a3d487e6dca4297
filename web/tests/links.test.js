import assert from "node:assert/strict"
import test from "node:test"
import { load } from "./load.js"

const { recognise, webAddress } = await load("parts/links.ts")
const urls = (pasted) => recognise(pasted).filter((one) => one.what === "link").map((one) => one.url)
const fates = (pasted) => recognise(pasted).map((one) => one.what)

test("a line a link, whatever the ends of lines", () => {
    assert.deepEqual(urls("https://a.example/1\r\n\n  http://b.example/2?x=1#y  \n"), ["https://a.example/1", "http://b.example/2?x=1#y"])
})

test("links in lists, brackets and sentences are found without what stands around them", () => {
    assert.deepEqual(
        urls("1. https://a.example/one.\n- <https://b.example/two>\n[Blast](https://c.example/three)\nsee (https://d.example/a_(b)), please"),
        ["https://a.example/one", "https://b.example/two", "https://c.example/three", "https://d.example/a_(b)"],
    )
})

test("several links in one line are each one", () => {
    assert.deepEqual(urls("https://a.example/1 https://b.example/2"), ["https://a.example/1", "https://b.example/2"])
})

test("an address without its scheme is taken for https", () => {
    assert.deepEqual(urls("news.example/2024/blast\nпортал.укр/новини"), [
        "https://news.example/2024/blast",
        "https://xn--80awhdgm.xn--j1amh/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8",
    ])
})

test("lines without a link are told, and so is what cannot be one", () => {
    assert.deepEqual(fates("Five people died in the U.S. on Friday.\njavascript:alert(1)\nftp://a.example/x"), ["none", "none", "none"])
})

test("the same link twice is one, and more than ten are too many", () => {
    assert.deepEqual(fates("https://a.example/1\nhttps://a.example/1"), ["link", "twice"])
    const many = Array.from({ length: 12 }, (_, n) => `https://a.example/${n}`).join("\n")
    assert.deepEqual(fates(many).slice(9), ["link", "over", "over"])
})

test("only addresses of the web are links", () => {
    assert.equal(webAddress("https://a.example/x"), "https://a.example/x")
    for (const bad of ["javascript:alert(1)", "data:text/html,x", "//a.example", "file:///etc/passwd", "", null]) {
        assert.equal(webAddress(bad), null)
    }
})
