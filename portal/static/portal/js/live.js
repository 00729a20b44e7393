// Keeps the live parts of a page fresh: a socket says "changed", and the page fetches its parts again.
// While the socket is down the page asks by itself. Without JavaScript a reload shows the same.
const SPREAD_MS = 1_500; // open pages do not all ask in the same instant
const LATER_MS = 4_000; // of a rush of news only some is told, so a page looks once more when it is over
const POLL_MS = 30_000; // without a socket
const CALM_MS = 150_000; // with one: a message may be lost on the way
const RETRY_MS = 3_000;
const MOST_MS = 300_000;
const LONGEST_TIMER_MS = 3_600_000; // a browser takes a longer timer for none
const GONE = [401, 403, 404, 410];

const shown = new Map(); // what each part showed last, as the server wrote it

function replace(part) {
  const name = part.dataset.part;
  const old = document.querySelector(`main [data-part="${CSS.escape(name)}"]`);
  const text = part.innerHTML;
  if (!old || (shown.get(name) ?? old.innerHTML).trim() === text.trim()) return; // nothing is read aloud twice
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  old.innerHTML = text;
  shown.set(name, text);
  if (focused) old.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function follow({ live, fragment, changesIn }) {
  let socket, poll, soon, later, change;
  let asked = 0, failures = 0, retries = 0, isGone = false, isConnected = false;

  const again = () => {
    clearTimeout(poll);
    if (isGone || document.hidden) return;
    const pause = Math.min((isConnected ? CALM_MS : POLL_MS) * 2 ** failures, MOST_MS);
    poll = setTimeout(refresh, pause * (0.75 + Math.random() / 2));
  };
  const refresh = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(fragment, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "error" });
      if (GONE.includes(answer.status)) {
        isGone = true;
        clearTimeout(change);
        socket?.close();
      } else if (!answer.ok) throw new Error(answer.status);
      else if (mine === asked) show(await answer.text()); // an older answer that comes late is no news
      failures = 0;
    } catch {
      failures = Math.min(failures + 1, 4);
    }
    again();
  };
  const show = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    fresh.querySelectorAll("[data-part]").forEach(replace);
    wait(fresh.querySelector("[data-changes-in]")?.dataset.changesIn);
  };
  const refreshSoon = () => {
    if (document.hidden) return; // it asks when somebody looks at it again
    soon ??= setTimeout(() => { soon = undefined; refresh(); }, Math.random() * SPREAD_MS);
  };
  const wait = (seconds) => {
    clearTimeout(change);
    if (!seconds) return;
    const left = seconds * 1000;
    if (left > LONGEST_TIMER_MS) change = setTimeout(() => wait(seconds - LONGEST_TIMER_MS / 1000), LONGEST_TIMER_MS);
    else change = setTimeout(refreshSoon, left);
  };
  const connect = () => {
    if (isGone || document.hidden || socket) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}${live}`);
    socket.onopen = () => { isConnected = true; retries = 0; refreshSoon(); }; // something may have changed before
    socket.onmessage = () => {
      refreshSoon();
      clearTimeout(later);
      later = setTimeout(refreshSoon, LATER_MS * (1 + Math.random()));
    };
    socket.onclose = () => {
      socket = undefined;
      isConnected = false;
      again();
      setTimeout(connect, Math.min(RETRY_MS * 2 ** retries++, MOST_MS) * (0.5 + Math.random()));
    };
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(poll);
    if (document.hidden) return;
    refreshSoon();
    connect();
  });
  wait(changesIn);
  again();
  connect();
}

for (const part of document.querySelectorAll("[data-live]")) follow(part.dataset);
