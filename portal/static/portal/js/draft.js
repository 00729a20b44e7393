// Keeps what is typed into forms marked data-keep on this device until the server has taken it.
// An answer is taken when the server shows another text in the field than it did when one began to type.
const PREFIX = "khma-draft-";
const read = (key) => { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } };
const write = (key, kept) => { try { localStorage.setItem(PREFIX + key, JSON.stringify(kept)); } catch { /* full or forbidden */ } };
const drop = (key) => { try { localStorage.removeItem(PREFIX + key); } catch { /* forbidden */ } };

const accepted = document.querySelector("[data-accepted]")?.dataset.accepted;
if (accepted && read(accepted)?.sent) drop(accepted);

for (const form of document.querySelectorAll("[data-keep]")) {
  const key = form.dataset.keep;
  const fields = [...form.querySelectorAll("textarea, input[type=text]")];
  const notice = form.querySelector("[data-draft-notice]");
  const say = (what) => { notice.firstElementChild.textContent = notice.dataset[what]; notice.hidden = false; };
  const base = Object.fromEntries(fields.map((field) => [field.name, field.defaultValue]));
  let kept = read(key);

  if (kept && "refused" in form.dataset) kept.sent = false; // the server shows what was typed, and has not taken it
  else if (kept) {
    const open = fields.filter((field) => field.name in kept.typed && kept.typed[field.name] !== field.defaultValue);
    const isOlder = open.every((field) => field.defaultValue === "" || field.defaultValue === kept.base[field.name]);
    if (open.length && isOlder) {
      for (const field of open) field.value = kept.typed[field.name];
      say("restored");
    } else {
      drop(key);
      kept = null;
    }
  }

  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    kept = { base: kept?.base ?? base, typed, sent: false };
    write(key, kept);
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say("offline");
      notice.scrollIntoView({ block: "center" });
    } else if (kept) write(key, { ...kept, sent: true });
  });
  addEventListener("online", () => { notice.hidden = true; });
}
