/**
 * Service worker of the page for house visits: keeps exactly the files of one build, and nothing that anybody sends or gets.
 * Its scope is /desk/household/: it never stands between anybody and the rest of the desk.
 */

export {}; // a module of its own: `self` is another here than in the pages

declare const FILES: string[]; // written in by build.mjs
declare const BUILD: string;

// the few members of a service worker's global that are used: lib.dom and lib.webworker cannot be loaded together
interface Extended {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetched {
  request: Request;
  respondWith(work: Promise<Response>): void;
}
declare const self: {
  addEventListener(kind: "install" | "activate", act: (event: Extended) => void): void;
  addEventListener(kind: "fetch", act: (event: Fetched) => void): void;
  clients: { claim(): Promise<void> };
  location: Location;
};

const PAGE = "/desk/household/page/";
const KIND = "dingxin-household-";
const NAME = KIND + BUILD;

/** Whole, or not at all. A sign-in page in place of a file would be a redirect, and is refused. */
async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  for (const file of FILES) { // one after the other: a slow line is not made slower
    const answer = await fetch(file, { cache: "reload", credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error("not all files are there");
    await cache.put(file, answer);
  }
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(KIND) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(file: string, request: Request): Promise<Response> {
  return (await (await caches.open(NAME)).match(file)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === PAGE) event.respondWith(kept(PAGE, request));
    else event.respondWith(fetch(request).catch(() => kept(PAGE, request))); // the desk's page of house visits, without a network
  } else if (FILES.includes(url.pathname + url.search)) event.respondWith(kept(url.pathname + url.search, request));
});
