// The little that pages cannot do without a script: the theme that a reader chose, a word
// when the network is gone, and the eye led to what was wrong with a form.
"use strict";

(() => {
  const YEAR_SECONDS = 31536000;

  function wireTheme() {
    const box = document.querySelector("[data-theme-switch]");
    if (!box) return;
    const choice = box.querySelector("select");
    choice.value = document.documentElement.dataset.theme || "";
    choice.addEventListener("change", () => {
      if (choice.value) document.documentElement.dataset.theme = choice.value;
      else delete document.documentElement.dataset.theme;
      const age = choice.value ? YEAR_SECONDS : 0;
      const safe = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `theme=${choice.value}; Path=/; Max-Age=${age}; SameSite=Lax${safe}`;
    });
    box.hidden = false;
  }

  function wireOffline() {
    const notice = document.querySelector("[data-offline]");
    if (!notice) return;
    const tell = () => { notice.hidden = navigator.onLine; };
    addEventListener("online", tell);
    addEventListener("offline", tell);
    document.body.addEventListener("htmx:sendError", () => { notice.hidden = false; });
    document.body.addEventListener("htmx:afterOnLoad", tell);
    tell();
  }

  function wireParts(root) {
    root.querySelector("[data-error-summary]")?.focus();
    for (const button of root.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => print());
    }
    for (const slider of root.querySelectorAll("[data-slider]")) {
      const input = slider.querySelector("input");
      const output = slider.querySelector("output");
      const show = () => { output.value = input.value; };
      input.addEventListener("input", show);
      show();
    }
  }

  // What a page keeps for lost connections is gone with the sign-in.
  function wireLeaving() {
    document.addEventListener("submit", (event) => {
      if (!event.target.matches('form[action*="logout"]')) return;
      const kept = Object.keys(localStorage).filter((name) => name.startsWith("deqi-session-"));
      kept.forEach((name) => localStorage.removeItem(name));
      sessionStorage.clear();
    });
  }

  wireTheme();
  wireOffline();
  wireLeaving();
  wireParts(document);
  document.body.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) wireParts(event.detail.elt);
  });
})();
