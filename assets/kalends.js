// What a page gains with a script; everything works without it.
"use strict";
(() => {
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();

  const count = (text) => (text.trim() ? text.trim().split(/\s+/u).length : 0);
  for (const area of document.querySelectorAll("textarea[data-max-words]")) {
    const line = document.getElementById(area.id + "-words");
    const max = Number(area.dataset.maxWords);
    const show = () => {
      const left = max - count(area.value);
      line.textContent = (left < 0 ? line.dataset.wordsOver : line.dataset.wordsLeft) + " " + Math.abs(left);
      line.classList.toggle("over", left < 0);
    };
    area.addEventListener("input", show);
    show();
  }

  const person = document.getElementById("practice-person");
  if (person) person.addEventListener("change", () => { if (person.value) person.form.requestSubmit(); });

  const form = document.querySelector("form[data-autosave]");
  const state = document.getElementById("save-state");
  if (!form || !state) return;
  let typed = 0;
  let saved = 0;
  let timer = 0;
  let busy = false;
  let leaving = false;

  const fail = () => {
    state.textContent = state.dataset.failed;
    state.classList.add("failed");
    clearTimeout(timer);
    timer = setTimeout(save, 15000);
  };
  async function save() {
    if (busy || typed === saved) return;
    busy = true;
    const upTo = typed;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Kalends-Autosave": "1", Accept: "application/json" },
      });
      if (answer.status === 412) { state.classList.add("failed"); state.textContent = state.dataset.stale; return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const { revision, saved_at: at } = await answer.json();
      if (revision !== undefined) form.elements.revision.value = revision;
      saved = upTo;
      state.classList.remove("failed");
      state.textContent = state.dataset.saved + " " + at;
    } catch {
      fail();
    } finally {
      busy = false;
    }
    if (typed !== saved && !state.classList.contains("failed")) timer = setTimeout(save, 1500);
  }
  form.addEventListener("input", () => {
    typed += 1;
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && typed !== saved) event.preventDefault();
  });
})();
