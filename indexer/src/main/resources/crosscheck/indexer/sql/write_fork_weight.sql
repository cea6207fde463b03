update forks
set weight_gwei = :weight_gwei
where id = :id
