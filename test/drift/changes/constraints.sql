-- removed | constraint | team_slug_key on app.team
ALTER TABLE app.team DROP CONSTRAINT team_slug_key;

-- added | constraint | name_filled on app.team
ALTER TABLE app.team ADD CONSTRAINT name_filled CHECK (name <> '');

-- changed | constraint | score_positive on app.team | name
ALTER TABLE app.team RENAME CONSTRAINT score_positive TO score_sane;

-- changed | constraint | score_positive on app.team | expression
ALTER TABLE app.team DROP CONSTRAINT score_positive, ADD CONSTRAINT score_positive CHECK (score > -1);

-- changed | constraint | score_positive on app.team | notValid
ALTER TABLE app.team DROP CONSTRAINT score_positive, ADD CONSTRAINT score_positive CHECK (score >= 0) NOT VALID;

-- changed | constraint | score_positive on app.team | noInherit
ALTER TABLE app.team DROP CONSTRAINT score_positive, ADD CONSTRAINT score_positive CHECK (score >= 0) NO INHERIT;

-- changed | constraint | member_team_fk on app.member | onDelete
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id);

-- changed | constraint | member_team_fk on app.member | onUpdate
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) ON DELETE CASCADE ON UPDATE SET NULL;

-- changed | constraint | member_team_fk on app.member | match
ALTER TABLE app.member DROP CONSTRAINT member_team_fk,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.team (id) MATCH FULL ON DELETE CASCADE;

-- changed | constraint | member_team_fk on app.member | deferrable
ALTER TABLE app.member ALTER CONSTRAINT member_team_fk DEFERRABLE INITIALLY DEFERRED;

-- changed | constraint | member_team_fk on app.member | references.table
ALTER TABLE app.member DROP CONSTRAINT member_team_fk;
TRUNCATE app.member;
ALTER TABLE app.member ALTER COLUMN team_id SET NOT NULL,
  ADD CONSTRAINT member_team_fk FOREIGN KEY (team_id) REFERENCES app.member (id) ON DELETE CASCADE;

-- changed | constraint | member_unique on app.member | columns
ALTER TABLE app.member DROP CONSTRAINT member_unique,
  ADD CONSTRAINT member_unique UNIQUE ("userName", team_id) DEFERRABLE;

-- changed | constraint | member_unique on app.member | include
ALTER TABLE app.member DROP CONSTRAINT member_unique,
  ADD CONSTRAINT member_unique UNIQUE (team_id, "userName") INCLUDE (id) DEFERRABLE;

-- changed | constraint | member_during on app.member | definition
ALTER TABLE app.member DROP CONSTRAINT member_during,
  ADD CONSTRAINT member_during EXCLUDE USING gist (during WITH =);

-- changed | constraint | member_team_fk on app.member | comment
COMMENT ON CONSTRAINT member_team_fk ON app.member IS 'Of a team';

-- changed | constraint | email_has_at on app.email | expression
ALTER DOMAIN app.email DROP CONSTRAINT email_has_at;
ALTER DOMAIN app.email ADD CONSTRAINT email_has_at CHECK (VALUE LIKE '_%@%');

-- changed | constraint | member_unique on app.member | options.fillfactor
ALTER INDEX app.member_unique SET (fillfactor = 50);

-- removed | constraint | team_pkey on app.team
-- removed | constraint | member_team_fk on app.member
ALTER TABLE app.team DROP CONSTRAINT team_pkey CASCADE;

-- added | constraint | animal_legs on app.animal
ALTER TABLE app.animal ADD CONSTRAINT animal_legs CHECK (legs > 0);

-- added | constraint | event_at_check on app.event
ALTER TABLE app.event ADD CONSTRAINT event_at_check CHECK (at > '2000-01-01');

-- added | constraint | event_at_key on app.event
ALTER TABLE app.event ADD CONSTRAINT event_at_key UNIQUE (at, kind);

-- changed | constraint | member_team_fk on app.member | triggersDisabled
-- changed | constraint | member_unique on app.member | triggersDisabled
ALTER TABLE app.member DISABLE TRIGGER ALL;

-- changed | constraint | member_team_fk on app.member | triggersDisabled
-- changed | trigger | team_touch on app.team | enabled
ALTER TABLE app.team DISABLE TRIGGER ALL;

-- changed | constraint | visit_room_fk on app.visit | triggersDisabled (from 15)
ALTER TABLE app.visit DISABLE TRIGGER ALL;

-- changed | constraint | visit_room_fk on app.visit | triggersDisabled
ALTER TABLE app.visit_2026 DISABLE TRIGGER ALL;

-- changed | constraint | visit_room_fk on app.visit | triggersDisabled
ALTER TABLE app.room_1 DISABLE TRIGGER ALL;

-- changed | constraint | member_team_fk on app.member | triggersAlways
DO $$ DECLARE t record; BEGIN
  FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'app.member'::regclass AND tgfoid::regproc::text LIKE '"RI_FKey%' LOOP
    EXECUTE format('ALTER TABLE app.member ENABLE ALWAYS TRIGGER %I', t.tgname);
  END LOOP;
END $$;
