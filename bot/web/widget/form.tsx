// Several questions of a flow at once. Answering in the field below works as well: then they come one by one.
import { inert } from '../shared/inert';
import type { FormField } from '../shared/types';
import type { Texts } from './texts';
import type { Item } from './timeline';
import type { Visit } from './visit';

const kinds: Record<string, string> = { email: 'email', phone: 'tel', url: 'url' };
const modes: Record<string, 'decimal' | 'numeric'> = { number: 'decimal', integer: 'numeric' };

function Choice({ field, id, about }: { field: FormField; id: string; about: string }) {
  return (
    <select id={id} name={field.name} required={!!field.required} aria-describedby={about}>
      <option value=""></option>
      {(field.options ?? []).map((o) => (
        <option key={o.value} value={o.value}>
          {inert(o.label)}
        </option>
      ))}
    </select>
  );
}

function Choices({ field, about }: { field: FormField; about: string }) {
  return (
    <span class="several" role="group" aria-describedby={about}>
      {(field.options ?? []).map((o) => (
        <label key={o.value}>
          <input type="checkbox" name={field.name} value={o.value} /> {inert(o.label)}
        </label>
      ))}
    </span>
  );
}

function Control({ field, id, about }: { field: FormField; id: string; about: string }) {
  if (field.input === 'multi') return <Choices field={field} about={about} />;
  if (field.options?.length) return <Choice field={field} id={id} about={about} />;
  const common = { id, name: field.name, required: !!field.required, 'aria-describedby': about, dir: 'auto' as const };
  if (field.input === 'longtext' || field.input === 'log') return <textarea rows={3} {...common} />;
  return <input type={(kinds[field.input ?? ''] ?? 'text') as 'text'} inputMode={modes[field.input ?? '']} {...common} />;
}

function Question({ field, id, t }: { field: FormField; id: string; t: Texts }) {
  const about = `${id}-about`;
  return (
    <p class={field.error ? 'question wrong' : 'question'}>
      <label for={id}>
        {inert(field.label)} {field.required ? null : <span class="optional">{t.optional}</span>}
      </label>
      <Control field={field} id={id} about={about} />
      <span id={about} class={field.error ? 'error' : 'hint'} role={field.error ? 'alert' : undefined}>
        {inert(field.error ?? field.hint ?? '')}
      </span>
    </p>
  );
}

// What was entered, by name; several options as a list.
function valuesOf(form: HTMLFormElement, fields: FormField[]): Record<string, string | string[]> {
  const data = new FormData(form);
  return Object.fromEntries(
    fields.map((f) => [f.name, f.input === 'multi' ? data.getAll(f.name).map(String) : String(data.get(f.name) ?? '')]),
  );
}

export function QuestionForm({ item, visit, t }: { item: Item; visit: Visit; t: Texts }) {
  const fields = item.message.form ?? [];
  const onSubmit = (e: Event) => {
    e.preventDefault();
    visit.fill(valuesOf(e.currentTarget as HTMLFormElement, fields), t.formSent);
  };
  return (
    <form class="questions" onSubmit={onSubmit} noValidate>
      {fields.map((f) => (
        <Question key={f.name} field={f} id={`q-${item.seq}-${f.name}`} t={t} />
      ))}
      <button type="submit" class="choice">
        {t.send}
      </button>
    </form>
  );
}
