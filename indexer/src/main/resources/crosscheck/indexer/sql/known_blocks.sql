-- The tree up to some import, parents before children. What fork choice refused is not followed.
select b.root, b.parent_root, b.slot, v.fork_choice_check is null as followed
from verdicts v
  join blocks b on b.input_id = v.input_id
where v.status = 'valid' and v.import_order <= :import_order
order by v.import_order
