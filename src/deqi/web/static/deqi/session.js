// The screen of a session: one key for an answer, one for the signature; what is typed is
// read, saved and, where the connection is lost, kept and sent once.
"use strict";

(() => {
  const READ_MS = 120;
  const SAVE_MS = 1500;
  const AGAIN_MS = 5000;
  const SECOND = 1000;
  const NOT_KEPT = new Set(["csrfmiddlewaretoken", "key", "pass", "revision", "bond"]);

  const later = (wait, run) => {
    let waiting;
    return () => {
      clearTimeout(waiting);
      waiting = setTimeout(run, wait);
    };
  };

  // What is to be sent goes one by one, each with a key of its own: one that arrived while
  // its answer was lost is sent again with the same key, and counts once.
  class Post {
    constructor(form, store, tell) {
      Object.assign(this, { form, store, tell, pending: null, busy: null, answered: new Map() });
      addEventListener("online", () => this.again());
    }

    fields() {
      return [...new FormData(this.form)].filter(([name]) => !NOT_KEPT.has(name));
    }

    // An answer is sent once; the same again would be another row of the record.
    filled() {
      const body = new URLSearchParams(new FormData(this.form));
      for (const [name, value] of this.answered) if (body.get(name) === value) body.delete(name);
      return body;
    }

    revision() {
      return this.form.elements.revision;
    }

    keep() {
      const kept = { fields: this.fields(), revision: this.revision().value, pending: this.pending };
      return this.store.keep(kept);
    }

    async save() {
      // Without a secure connection the browser makes no keys; the form saves all the same.
      if (this.pending || this.busy || !crypto.randomUUID) return;
      const body = this.filled();
      body.set("key", crypto.randomUUID());
      await this.send({ kind: "chart", action: this.form.dataset.chart, body: String(body) });
    }

    async sign() {
      await this.busy;
      if (this.pending && !(await this.again())) return this.tell("wait");
      const body = String(this.filled());
      await this.send({ kind: "sign", action: this.form.getAttribute("action"), body });
    }

    async send(pending) {
      this.pending = pending;
      await this.keep();
      await this.again();
    }

    async again() {
      if (!this.pending || this.busy) return false;
      const { kind, action, body } = this.pending;
      const accept = kind === "chart" ? "application/json" : "text/html";
      const headers = { Accept: accept, "Content-Type": "application/x-www-form-urlencoded" };
      this.busy = fetch(action, { method: "POST", body, headers });
      let answer;
      try {
        answer = await this.busy;
      } catch {
        this.tell(kind === "sign" ? "wait" : "offline");
        setTimeout(() => this.again(), AGAIN_MS);
        return false;
      } finally {
        this.busy = null;
      }
      this.pending = null;
      if (!new URL(answer.url).pathname.startsWith("/desk/")) return this.tell("left");
      await (kind === "sign" ? this.signed(answer) : this.saved(answer, body));
      return answer.ok;
    }

    async saved(answer, body) {
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) {
        this.revision().value = told.revision;
        for (const [name, value] of new URLSearchParams(body)) if (name.startsWith("fact-")) this.answered.set(name, value);
        if (told.pass) this.form.elements.pass.value = told.pass;
      }
      await this.keep();
      if (told.stops) return location.reload();
      return this.tell(answer.ok ? "saved" : "refused", (told.sentences || []).join(" "));
    }

    async signed(answer) {
      if (answer.ok) {
        this.store.drop();
        return location.assign(answer.url);
      }
      await this.keep();
      if (answer.status !== 422) return this.tell("refused");
      return this.tell("shown", await answer.text());
    }
  }

  class Screen {
    constructor(form) {
      this.form = form;
      this.line = form.elements.line;
      this.store = new deqi.Store(form.dataset.session, form.dataset.local);
      this.post = new Post(form, this.store, (...told) => this.tell(...told));
      const shortcuts = JSON.parse(document.getElementById("session-shortcuts").textContent);
      new deqi.Offers(this.line, form.querySelector("#session-offers"), form.dataset.words, shortcuts);
      this.listen();
      this.wireQuestions();
      this.wireScores();
      this.wireClocks();
      this.begin();
    }

    listen() {
      const read = later(READ_MS, () => this.form.dispatchEvent(new Event("session:read")));
      const save = later(SAVE_MS, () => this.post.save());
      this.form.addEventListener("input", (event) => {
        if (!event.target.name) return;
        this.post.keep();
        save();
        if (["line", "needles_out", "events", "lot", "no_event"].includes(event.target.name)) read();
      });
      this.form.addEventListener("submit", (event) => {
        if (event.submitter?.hasAttribute("formaction")) return;
        event.preventDefault();
        this.post.sign();
      });
      this.form.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          this.form.requestSubmit(this.form.querySelector(".session-sign"));
        } else if (event.key === "Enter" && event.target.tagName === "INPUT") {
          // Enter in a field is no signature.
          event.preventDefault();
        } else if (event.key === "F8") {
          event.preventDefault();
          this.mend();
        }
      });
      this.form.addEventListener("click", (event) => this.click(event));
      this.form.addEventListener("htmx:beforeSwap", (event) => {
        // Of a sign-in that has ended, no page for signing in belongs beside the line.
        if (new URL(event.detail.xhr.responseURL).pathname.startsWith("/desk/")) return;
        event.detail.shouldSwap = false;
        this.tell("left");
      });
      this.form.elements.no_event.addEventListener("change", (event) => {
        this.form.elements.events.tabIndex = event.target.checked ? -1 : 0;
      });
    }

    click(event) {
      const there = event.target.closest(".session-goto");
      if (there) {
        this.line.focus();
        this.line.setSelectionRange(Number(there.dataset.from), Number(there.dataset.to));
      }
      const again = event.target.closest("[data-again]");
      if (again) {
        this.line.value = again.dataset.again;
        this.line.dispatchEvent(new Event("input", { bubbles: true }));
        this.atEnd();
      }
    }

    // From the caret on, round to the first: the place in the line, or the field, to mend.
    mend() {
      const places = [...this.form.querySelectorAll(".session-remarks li > *")];
      const at = document.activeElement === this.line ? this.line.selectionStart : -1;
      const next = places.find((each) => Number(each.dataset.from) > at) || places[0];
      if (next?.dataset.from) next.click();
      else if (next) this.form.querySelector(next.getAttribute("href"))?.focus();
    }

    wireQuestions() {
      this.questions = [...this.form.querySelectorAll("fieldset[data-question]")];
      for (const question of this.questions) {
        const answers = [...question.querySelectorAll("input")];
        question.addEventListener("change", () => this.answered(question));
        question.addEventListener("keydown", (event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const key = event.key.toLowerCase();
          const at = answers.findIndex((each, index) => each.value[0] === key && "yn".includes(key) || key === String(index + 1));
          if (at < 0) return;
          event.preventDefault();
          answers[at].checked = true;
          answers[at].dispatchEvent(new Event("input", { bubbles: true }));
          this.answered(question);
          this.next(question);
        });
        if (answers.some((each) => each.checked)) this.answered(question);
      }
    }

    answered(question) {
      question.classList.add("is-answered");
      const told = this.form.querySelector("[data-count-told]");
      const count = this.questions.filter((each) => each.querySelector(":checked")).length;
      if (told) told.textContent = `${count} / ${this.questions.length} ${told.dataset.countTold}`;
    }

    next(question) {
      const open = this.questions.filter((each) => !each.querySelector(":checked"));
      const after = open.find((each) => question.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) || open[0];
      if (after) return after.querySelector("input").focus();
      question.closest("details")?.removeAttribute("open");
      return this.atEnd();
    }

    atEnd() {
      this.line.focus();
      this.line.setSelectionRange(this.line.value.length, this.line.value.length);
    }

    wireScores() {
      for (const score of this.form.querySelectorAll("[data-score]")) {
        const number = score.querySelector("[type=number]");
        const slider = score.querySelector("[type=range]");
        slider.hidden = false;
        const follow = () => { if (number.value) slider.value = number.value; };
        number.addEventListener("input", follow);
        slider.addEventListener("input", () => {
          number.value = slider.value;
          number.dispatchEvent(new Event("input", { bubbles: true }));
        });
        follow();
      }
    }

    wireClocks() {
      const began = `deqi-clock-${this.form.dataset.session}`;
      const retention = this.form.querySelector("[data-retention]");
      const minutes = this.form.querySelector("[data-minutes]");
      for (const button of this.form.querySelectorAll("[data-retention], [data-minutes], [data-again]")) button.hidden = false;
      retention.addEventListener("click", () => {
        const wanted = Number(this.form.querySelector("[data-retention-minutes]").dataset.retentionMinutes);
        if (wanted) sessionStorage.setItem(began, String(Date.now() + wanted * 60 * SECOND));
      });
      let since = null;
      minutes.addEventListener("click", () => {
        const field = this.form.elements.one_to_one_minutes;
        if (since !== null) {
          field.value = Number(field.value) + Math.round((Date.now() - since) / (60 * SECOND));
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
        since = since === null ? Date.now() : null;
        minutes.setAttribute("aria-pressed", String(since !== null));
      });
      this.ticking = setInterval(() => this.tick(Number(sessionStorage.getItem(began))), SECOND);
    }

    tick(ends) {
      if (!ends) return;
      const left = Math.max(0, Math.round((ends - Date.now()) / SECOND));
      const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      this.form.querySelector("[data-clock]").value = shown;
      this.form.querySelector("[data-over]").hidden = left > 0;
    }

    async begin() {
      const kept = await this.store.read();
      if (kept?.pending) {
        this.fill(kept.fields);
        this.post.pending = kept.pending;
        this.tell("wait");
        await this.post.again();
      } else if (kept && kept.revision === this.post.revision().value) {
        if (this.fill(kept.fields)) this.tell("restored");
      }
      if (document.querySelector("[data-error-summary]")) return;
      const open = this.questions.find((each) => !each.querySelector(":checked"));
      if (open) open.querySelector("input").focus();
      else this.atEnd();
    }

    fill(fields) {
      let changed = false;
      for (const [name, value] of fields) {
        const field = this.form.elements[name];
        if (!field || field.value === value) continue;
        if (field.type === "checkbox") field.checked = true;
        else field.value = value;
        changed = true;
      }
      if (changed) this.form.dispatchEvent(new Event("session:read"));
      return changed;
    }

    tell(what, text = "") {
      if (what === "shown") return this.replace(text);
      const said = this.form.dataset[`say${what[0].toUpperCase()}${what.slice(1)}`] || "";
      const lasting = ["offline", "wait", "refused", "restored", "left"].includes(what);
      const notice = this.form.querySelector("[data-told]");
      notice.hidden = !lasting;
      notice.firstElementChild.textContent = `${said} ${text}`.trim();
      if (!lasting) this.form.querySelector("[data-saved]").textContent = said;
      for (const each of this.form.querySelectorAll("textarea, input[type=text], input[type=number]")) each.readOnly = what === "wait";
      return undefined;
    }

    replace(page) {
      clearInterval(this.ticking);
      const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("content");
      document.getElementById("content").replaceWith(fresh);
      htmx.process(fresh);
      fresh.querySelector("[data-error-summary]")?.focus();
      begin();
    }
  }

  function begin() {
    const form = document.getElementById("session");
    if (form) new Screen(form);
  }

  begin();
})();
