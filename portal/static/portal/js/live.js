// Keeps the live parts of a page fresh: a socket says "changed" and the part is fetched again.
// While the socket is down the page asks by itself. Without JavaScript a reload shows the same.
const POLL_MS = 30_000;
const RETRY_MS = 5_000;

for (const part of document.querySelectorAll("[data-live]")) {
  const refresh = async () => {
    const answer = await fetch(part.dataset.fragment, { headers: { Accept: "text/html" } });
    if (answer.ok) part.innerHTML = await answer.text();
  };
  let polling = setInterval(refresh, POLL_MS);
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${part.dataset.live}`);
    socket.onopen = () => { clearInterval(polling); polling = undefined; };
    socket.onmessage = refresh;
    socket.onclose = ({ code }) => {
      polling ??= setInterval(refresh, POLL_MS);
      if (code !== 4404) setTimeout(connect, RETRY_MS);
    };
  };
  connect();
}
