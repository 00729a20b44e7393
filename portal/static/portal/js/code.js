// A scanned code stands behind the # of the address, which no server sees. It is taken out of the address at once,
// waits in this tab while the ballot is filled in, and is written into the field of its method.
const KEY = "khma-code";
const scanned = /^#(card|desk)=([0-9A-Za-z-]{8,20})$/.exec(location.hash);
try {
  if (scanned) {
    history.replaceState(null, "", location.pathname + location.search);
    sessionStorage.setItem(KEY, scanned.slice(1).join("="));
  }
  const [method, code] = (sessionStorage.getItem(KEY) || "").split("=");
  for (const form of document.querySelectorAll("form:has([name=method])")) {
    const field = form.elements.code;
    if (code && field && !field.value && form.elements.method.value === method) field.value = code;
    form.addEventListener("submit", () => sessionStorage.removeItem(KEY));
  }
} catch { /* a browser that keeps nothing: the code is typed */ }
