-- Of some invalid inputs: the block that failed by itself, and how many of them it explains.
select coalesce(v.invalid_ancestor_root, b.root) as cause_root, count(*) as input_count
from verdicts v join blocks b on b.input_id = v.input_id
where v.input_id = any(:input_ids)
group by 1
