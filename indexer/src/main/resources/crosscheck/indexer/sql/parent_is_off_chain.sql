-- Did finality decide against the parent?
select exists (
  select 1
  from decoded_blocks b
    join verdicts v on v.input_id = b.input_id
  where b.root = :parent_root and v.status = 'valid' and v.off_chain)
