// Signing in, and choosing a password after a one-time one.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Reply } from '../shared/call';
import type { Desk } from './desk';
import type { Texts } from './texts';

const shortest = 10;

function problemOf(reply: Reply, t: Texts): string {
  if (reply.status === 401) return t.wrong;
  if (reply.status === 429) return t.tooManyTries;
  return reply.error?.message ?? t.noAnswer;
}

interface FieldProps {
  name: string;
  label: string;
  type: 'text' | 'password';
  complete: string;
  focus?: boolean;
}

function Field({ name, label, type, complete, focus }: FieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (focus) field.current?.focus();
  }, []);
  return (
    <label class="field">
      <span>{label}</span>
      <input
        ref={field}
        name={name}
        type={type as 'password'}
        autocomplete={complete as 'username'}
        required
        autocapitalize="none"
        spellcheck={false}
      />
    </label>
  );
}

const valueOf = (form: HTMLFormElement, name: string) => String(new FormData(form).get(name) ?? '');

function Gate({
  desk,
  t,
  title,
  why,
  children,
}: {
  desk: Desk;
  t: Texts;
  title: string;
  why?: string;
  children: ComponentChildren;
}) {
  return (
    <main class="gate">
      <div class="gate-box">
        <p class="logo">
          <i aria-hidden="true" />
          {t.product}
        </p>
        <h1>{title}</h1>
        {why ? <p class="why">{why}</p> : null}
        {children}
      </div>
      <button
        type="button"
        class="plain"
        lang={desk.state.locale === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => desk.setLocale(desk.state.locale === 'zh' ? 'en' : 'zh')}
      >
        {t.language}
      </button>
    </main>
  );
}

// The form, busy while `submit` runs; what it resolves to is the problem to show, if any.
function Form({
  action,
  submit,
  children,
}: {
  action: string;
  submit: (form: HTMLFormElement) => Promise<string>;
  children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const onSubmit = async (e: SubmitEvent) => {
    e.preventDefault();
    setBusy(true);
    setProblem('');
    setProblem(await submit(e.currentTarget as HTMLFormElement));
    setBusy(false);
  };
  return (
    <form onSubmit={(e) => void onSubmit(e)}>
      {children}
      {problem ? (
        <p class="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <button type="submit" class="primary wide" disabled={busy}>
        {action}
      </button>
    </form>
  );
}

export function Login({ desk, t, onPassword }: { desk: Desk; t: Texts; onPassword: (password: string) => void }) {
  const submit = async (form: HTMLFormElement) => {
    const password = valueOf(form, 'password');
    const reply = await desk.signIn(valueOf(form, 'name').trim(), password);
    if (reply.body?.must_change_password) onPassword(password);
    return reply.body ? '' : problemOf(reply, t);
  };
  return (
    <Gate desk={desk} t={t} title={t.signIn}>
      <Form action={t.signIn} submit={submit}>
        <Field name="name" label={t.name} type="text" complete="username" focus />
        <Field name="password" label={t.password} type="password" complete="current-password" />
      </Form>
    </Gate>
  );
}

// `current`: the one-time password that was just typed, so that it is not asked again; empty after a reload.
export function NewPassword({ desk, t, current }: { desk: Desk; t: Texts; current: string }) {
  const submit = async (form: HTMLFormElement) => {
    const next = valueOf(form, 'new');
    if ([...next].length < shortest) return t.tooShort;
    if (next !== valueOf(form, 'repeat')) return t.notEqual;
    const reply = await desk.changePassword(current || valueOf(form, 'current'), next);
    return reply.status === 200 ? '' : problemOf(reply, t);
  };
  return (
    <Gate desk={desk} t={t} title={t.choosePassword} why={t.choosePasswordWhy}>
      <Form action={t.savePassword} submit={submit}>
        {current ? null : (
          <Field name="current" label={t.currentPassword} type="password" complete="current-password" focus />
        )}
        <Field name="new" label={t.newPassword} type="password" complete="new-password" focus={!!current} />
        <Field name="repeat" label={t.repeatPassword} type="password" complete="new-password" />
      </Form>
    </Gate>
  );
}
