// Keeps the live parts of a page fresh: a socket says "changed" and the part is fetched again.
// While the socket is down the page asks by itself. Without JavaScript a reload shows the same.
const POLL_MS = 30_000;
const RETRY_MS = 5_000;
const SPREAD_MS = 2_000; // open pages do not all ask in the same instant

for (const part of document.querySelectorAll("[data-live]")) {
  const refresh = async () => {
    const answer = await fetch(part.dataset.fragment, { headers: { Accept: "text/html" } });
    if (answer.ok) part.innerHTML = await answer.text();
  };
  let polling = setInterval(refresh, POLL_MS), soon;
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${part.dataset.live}`);
    socket.onopen = () => { clearInterval(polling); polling = undefined; };
    socket.onmessage = () => { soon ??= setTimeout(() => { soon = undefined; refresh(); }, Math.random() * SPREAD_MS); };
    socket.onclose = () => {
      polling ??= setInterval(refresh, POLL_MS);
      setTimeout(connect, RETRY_MS * (1 + Math.random()));
    };
  };
  connect();
}
