import { Button } from '../../ui/Button.tsx';
import type { Admin } from '../state/admin.ts';
import type { NewSchool } from '../state/schools.ts';
import { schoolWords } from '../strings/school.ts';
import { Form } from '../ui/Form.tsx';
import { Link } from '../ui/Link.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { SchoolFields } from '../ui/SchoolFields.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';

export function SchoolsScreen({ admin }: { admin: Admin }) {
  const t = schoolWords();
  const creates = admin.me.value?.grants.some(({ role }) => role === 'operator') ?? false;
  return (
    <div class="stack narrow">
      <Title text={t.listTitle}>{creates && <Button onClick={() => admin.router.go({ page: 'new-school' })}>{t.newSchool}</Button>}</Title>
      <Loaded of={admin.schools}>
        {({ schools }) =>
          schools.length === 0 ? (
            <div class="blank">
              <p class="blank-title">{t.listNone}</p>
              {!creates && <p class="soft">{t.listNoneText}</p>}
            </div>
          ) : (
            <>
              <p class="soft">{t.listText}</p>
              <ul class="tasks">
                {schools.map((school) => (
                  <li key={school.id}>
                    <Link router={admin.router} to={{ page: 'school', school: school.id, part: 'today' }} class="task">
                      <strong>{school.name}</strong>
                      <span>{school.shortName}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </div>
  );
}

export function NewSchoolScreen({ newSchool }: { newSchool: NewSchool }) {
  const t = schoolWords();
  return (
    <div class="narrow">
      <Form onSubmit={newSchool.create}>
        <Title text={t.newTitle} />
        <SchoolFields form={newSchool.form} set={newSchool.set} errors={newSchool.sending} />
        <SendNotice of={newSchool.sending} />
        <div class="row">
          <Button type="submit" kind="primary" busy={newSchool.sending.busy.value}>
            {t.create}
          </Button>
        </div>
      </Form>
    </div>
  );
}
