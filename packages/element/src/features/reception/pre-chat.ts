/** The owner's questions before a chat: as fields of a form, and the answers as what agents see of the visitor. */
import type { Departments, PreChatField, PreChatSettings, VisitorProfile } from '@support-chat/protocol';
import type { FormField, FormLocalizer, FormValues } from '@support-chat/ui';

/** The fields of the form, in the owner's order. */
export function preChatFields(
  { fields }: PreChatSettings,
  departments: FormField['options'],
  localizer: FormLocalizer,
): readonly FormField[] {
  return fields.flatMap((field, index) => {
    if (field.kind === 'department' && !departments?.length) return [];
    return [{ id: idOf(field, index), required: field.required === true, ...shapeOf(field, departments, localizer) }];
  });
}

/** What the answers say about the visitor; what was left empty is not part of it. */
export function profileOf({ fields }: PreChatSettings, values: FormValues): VisitorProfile {
  const profile: Partial<Record<'name' | 'email' | 'phone' | 'department', string>> = {};
  const more: Record<string, string> = {};
  fields.forEach((field, index) => {
    const value = (values[idOf(field, index)] ?? '').trim();
    if (value === '') return;
    const { kind, label } = field;
    if (kind === 'text' || kind === 'select' || kind === 'checkbox') more[label ?? kind] = value;
    else profile[kind] = value;
  });
  return { ...profile, ...(Object.keys(more).length > 0 && { fields: more }) };
}

/** Departments as a list to choose from; who is away is said. */
export function departmentOptions(
  departments: Departments | undefined,
  staffed: readonly string[] | null,
  localizer: FormLocalizer,
): NonNullable<FormField['options']> {
  if (!departments?.length) return [];
  return [
    { value: '', label: localizer.text('form-choose') },
    ...departments.map(({ id, name }) => ({
      value: id,
      label: staffed && !staffed.includes(id) ? localizer.text('contact-department-away', { name }) : name,
    })),
  ];
}

function idOf({ kind }: PreChatField, index: number): string {
  return kind === 'text' || kind === 'select' || kind === 'checkbox' ? `${kind}-${index}` : kind;
}

function shapeOf(
  { kind, label, options }: PreChatField,
  departments: FormField['options'],
  localizer: FormLocalizer,
): Pick<FormField, 'kind' | 'label' | 'autocomplete' | 'options'> {
  switch (kind) {
    case 'name':
      return { kind: 'text', label: label ?? localizer.text('contact-name'), autocomplete: 'name' };
    case 'email':
      return { kind: 'email', label: label ?? localizer.text('contact-email'), autocomplete: 'email' };
    case 'phone':
      return { kind: 'tel', label: label ?? localizer.text('contact-phone'), autocomplete: 'tel' };
    case 'department':
      return { kind: 'select', label: label ?? localizer.text('contact-department'), options: departments ?? [] };
    case 'select': {
      const all = [{ value: '', label: localizer.text('form-choose') }];
      return {
        kind,
        label: label ?? '',
        options: [...all, ...(options ?? []).map((one) => ({ value: one, label: one }))],
      };
    }
    default:
      return { kind, label: label ?? '' };
  }
}
