import type { Problem } from "./types"

const BASE = "/api/v1"

/** What the server says went wrong. */
export class ApiError extends Error {
    constructor(readonly problem: Problem) {
        super(problem.detail || problem.title)
    }
}

type Query = Record<string, string | number | boolean | null | undefined>

/** The address of a resource with its parameters; those without a value are left out. */
export function address(path: string, query: Query = {}): string {
    const params = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) {
        if (value !== null && value !== undefined && value !== "" && value !== false) params.set(name, String(value))
    }
    const asked = params.toString()
    return BASE + path + (asked && `?${asked}`)
}

async function ask<T>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" }
    if (body !== undefined) headers["Content-Type"] = "application/json"
    const answer = await fetch(url, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
        credentials: "same-origin",
    })
    if (!answer.ok) {
        const problem: Problem = await answer
            .json()
            .catch(() => ({ type: "about:blank", title: answer.statusText, status: answer.status, detail: "" }))
        throw new ApiError(problem)
    }
    return (answer.status === 204 ? undefined : await answer.json()) as T
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
    ask<T>("GET", address(path, query), undefined, signal)
export const post = <T>(path: string, body: unknown) => ask<T>("POST", address(path), body)
export const remove = <T>(path: string) => ask<T>("DELETE", address(path))
